import type { NextConfig } from 'next'

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  // scripts/compress.mjs does, in a third of the time.
  compress: false,
  images: { unoptimized: true },
  devIndicators: false,
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'graphile-worker'],
  // The title comes with the page, for everyone: streamed after it, it is missing while a page is read again, and without JavaScript.
  htmlLimitedBots: /.*/,
  // A wide sheet pasted whole: what lists take at most, in the widest of alphabets.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: '5mb' } },
}

export default config
