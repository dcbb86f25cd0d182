// helm-server on a suite, for as long as a test file runs.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fromRoot } from "./support.mjs";

const program = process.env.HELM_SERVER_PROGRAM ?? fromRoot("target/debug/helm-server");

/** Where `cargo xtask test` puts the demonstration. */
export const DEMO = {
  name: "the demonstration",
  output: process.env.HELM_OUTPUT_PATH ?? fromRoot("target/browser-tests/benchmark_output"),
  suite: "demo",
};

/** A suite that HELM wrote; it is not everywhere. */
export const HELM = {
  name: "a suite that HELM wrote",
  output: process.env.HELM_REFERENCE_PATH ?? fromRoot("../shared/reference"),
  suite: "visible",
};

/** Those of the suites that are here; says which are not. */
export function present(...suites) {
  return suites.filter(({ name, output, suite }) => {
    const path = `${output}/runs/${suite}`;
    if (!existsSync(path)) console.error(`\n*** SKIPPED: ${name}; there is no ${path} ***\n`);
    return existsSync(path);
  });
}

/** Starts helm-server and waits until it says where it listens. */
export async function serve({ output, suite }, ...more) {
  const child = spawn(program, ["--output-path", output, "--suite", suite, "--port", "0", ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const failed = new Promise((_resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code} before it listened`)));
  });
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /https?:\/\/\S+/.exec(line)?.[0];
      if (address) return new URL(address).origin;
    }
    return failed;
  })();
  const address = await Promise.race([listening, failed]);
  failed.catch(() => {});
  return { address, stop: () => child.kill() };
}

/** Runs helm-server to its end. */
export function runProgram(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))));
  });
}

export async function ask(address, path) {
  const response = await fetch(`${address}/api/${path}`);
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return response.json();
}
