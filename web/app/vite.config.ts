import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The server's content security policy forbids inline files of any kind but data pictures.
export default defineConfig({
  plugins: [react()],
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2022" },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/programme": "http://127.0.0.1:8080" } },
});
