import type { NextConfig } from 'next'

const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
]

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  images: { unoptimized: true },
  devIndicators: false,
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'graphile-worker'],
  experimental: { authInterrupts: true },
  headers: async () => [{ source: '/:path*', headers: everywhere }],
}

export default config
