import type { InstanceDetail } from "../../api/types";
import { Verbatim } from "../details";
import { AnswerStats } from "./answer-stats";
import { Answer } from "./answer";
import { InstanceHead } from "./instance-head";
import { Options } from "./options";
import { Original } from "./original";
import { PerturbedVersions } from "./perturbed-versions";
import { RequestView } from "./request-view";

/** What was asked, what was answered, and what it scored. */
export function InstanceBody({ instance, trials }: { instance: InstanceDetail; trials: number }) {
  const { input, original, perturbed, requests, annotations } = instance;
  return (
    <>
      <InstanceHead instance={instance} trials={trials} />
      <h4>Input</h4>
      {original === null ? (
        input === "" ? <p className="muted">This input has no text.</p> : <p className="data-text instance-input">{input}</p>
      ) : (
        <Original original={original} input={input} />
      )}
      <Options instance={instance} />
      <Answer instance={instance} />
      <h4>{requests.length > 1 ? `Prompts, exactly as sent (${requests.length})` : "Prompt, exactly as sent"}</h4>
      {requests.length === 0 && <p className="muted">No request of this instance is known.</p>}
      {requests.map((request, index) => (
        <RequestView key={index} request={request} index={index} of={requests.length} />
      ))}
      <PerturbedVersions input={input} versions={perturbed} />
      <AnswerStats stats={instance.stats} />
      {annotations !== null && Object.keys(annotations).length > 0 && (
        <details className="disclosure">
          <summary>Annotations</summary>
          <Verbatim text={JSON.stringify(annotations, null, 2)} label="Annotations" />
        </details>
      )}
    </>
  );
}
