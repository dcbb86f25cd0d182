export interface RunName {
  /** What stands before the first colon: the scenario, as the run entry names it. */
  scenario: string;
  /** The arguments in order; a bare word has an empty value. */
  args: { name: string; value: string }[];
}

/** Takes a run's name apart: `mmlu:subject=anatomy,model=openai_gpt2`. */
export function parseRunName(name: string): RunName {
  const colon = name.indexOf(":");
  if (colon < 0) return { scenario: name, args: [] };
  const args: RunName["args"] = [];
  for (const part of name.slice(colon + 1).split(",")) {
    const equals = part.indexOf("=");
    const last = args.at(-1);
    if (equals > 0) args.push({ name: part.slice(0, equals), value: part.slice(equals + 1) });
    else if (last) last.value += `,${part}`;
    else args.push({ name: part, value: "" });
  }
  return { scenario: name.slice(0, colon), args };
}
