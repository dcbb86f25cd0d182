import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, isReady } from "./app";
import "./styles/index.css";

/** Milliseconds after which a page without its answers is drawn all the same. */
const PATIENCE = 150;

function draw() {
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root.");
  // What a page throws, the router shows and reports.
  createRoot(root, { onCaughtError: () => undefined }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

// Drawing what is replaced a moment later would only delay what is wanted.
void Promise.race([isReady, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(draw);
