import { defineConfig } from 'vite';

// The program serves everything itself under `default-src 'self'`: nothing is
// inlined as a data: address, and no polyfill writes a script into the page.
export default defineConfig({
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8480' } },
});
