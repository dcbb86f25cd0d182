import { defineConfig } from "vitest/config";

const server = "http://localhost:8000";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  build: {
    // Every asset stays a file of its own, so that `default-src 'self'` is enough.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      onwarn: (warning, warn) => {
        // "use client" marks of libraries mean nothing in an app without a server part.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  server: {
    proxy: { "/config.js": server, "/benchmark_output": server, "/cache": server },
  },
  test: { include: ["src/**/*.test.ts"] },
});
