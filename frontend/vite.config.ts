import { defineConfig } from "vitest/config";

const server = "http://localhost:8000";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  build: {
    // Every asset stays a file of its own, so that `default-src 'self'` is enough.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file for the whole app, in kB: it comes from the same machine, every page needs most of it, and fetching
    // pages apart was measured to be slower.
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      onwarn: (warning, warn) => {
        // "use client" marks of libraries mean nothing in an app without a server part.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  experimental: {
    // Deep addresses need the page's own links from the root; files find each other from where they are, so that a
    // static export works in any folder.
    renderBuiltUrl: (file, { hostType }) => (hostType === "html" ? `/${file}` : { relative: true }),
  },
  server: {
    proxy: { "/config.js": server, "/benchmark_output": server, "/api": server },
  },
  test: { include: ["src/**/*.test.ts"] },
});
