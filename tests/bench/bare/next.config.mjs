import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  distDir: '.next-bare',
  turbopack: { root: fileURLToPath(new URL('../../..', import.meta.url)) },
}
