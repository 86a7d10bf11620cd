import type { NextConfig } from 'next'

const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
]

/** For what is no page: nothing in it may run or load anything. Pages have theirs, with a nonce, from proxy.ts. */
const inert = [
  { key: 'Content-Security-Policy', value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" },
]

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  images: { unoptimized: true },
  devIndicators: false,
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'graphile-worker'],
  // The title comes with the page, for everyone: streamed after it, it is missing while a page is read again, and without JavaScript.
  htmlLimitedBots: /.*/,
  // A wide sheet pasted whole: what lists take at most, in the widest of alphabets.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: '5mb' } },
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/:file(_next/static/.*|favicon\\.svg|api/health|api/imports)', headers: inert },
    { source: '/api/imports', headers: [{ key: 'Cache-Control', value: 'private, no-store' }] },
  ],
}

export default config
