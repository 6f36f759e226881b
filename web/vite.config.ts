import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { groupStarts } from "./group-starts.ts";

// A shell or a test with a NODE_ENV of its own must not build React for development: it is twice as large.
if (process.argv.includes("build")) process.env["NODE_ENV"] = "production";

const faces = ["office", "floor"];
const starts = groupStarts(
  Object.fromEntries(faces.map((face) => [face, `${import.meta.dirname}/${face}/main.tsx`])),
  ["production/board-page.tsx", "deals/deal-board-page.tsx"].map(
    (page) => `${import.meta.dirname}/office/${page}`,
  ),
);

// `vite build web`: two entries, each with its own bundle. Nothing is inlined into the pages, so that they run
// under a Content-Security-Policy without 'unsafe-inline'.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), starts.plugin],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        office: `${import.meta.dirname}/index.html`,
        floor: `${import.meta.dirname}/floor/index.html`,
      },
      output: {
        codeSplitting: {
          groups: starts.groups,
        },
      },
    },
  },
  // `npm run dev` runs the server beside it.
  server: {
    proxy: {
      // The host stays ours: the server refuses what comes from pages of another.
      "/api": { target: `http://localhost:${process.env["PORT"] ?? "3000"}`, changeOrigin: false },
    },
  },
});
