import { Link } from "react-router";
import type { Message, RunSpec, Schema } from "../api/types";
import { formatNumber, plural } from "../lib/format";
import { referenceLetter, type InstanceView, type PredictionView } from "../lib/instances";
import { Details, JsonValue, Verbatim } from "./details";
import { VerdictMark } from "./verdict";

interface Props {
  view: InstanceView;
  runSpec: RunSpec;
  schema: Schema | undefined;
  wanted: boolean;
}

/** One instance, or one perturbed form of it, with all that was predicted for it. */
export function InstanceCard({ view, runSpec, schema, wanted }: Props) {
  const { id, instance, perturbation, predictions } = view;
  const split = [instance?.split, instance?.sub_split].filter(Boolean).join("/");
  const trials = new Set(predictions.map(({ prediction }) => prediction.train_trial_index)).size;
  return (
    <li className={wanted ? "instance wanted" : "instance"}>
      <header className="instance-head">
        <h3>
          <Link to={{ search: `?instance=${encodeURIComponent(id)}` }} preventScrollReset title="Link to this instance">
            {id || "Instance"}
          </Link>
        </h3>
        {split && <span className="chip">split {split}</span>}
        {perturbation && (
          <span className="chip" title={`Computed on: ${perturbation.computed_on ?? "perturbed"}`}>
            perturbation {perturbation.name}
          </span>
        )}
      </header>
      <div className="instance-body">
        <div>
          <h4>Input</h4>
          {instance ? <Input view={view} /> : <p className="muted">instances.json does not have this instance.</p>}
          <References view={view} runSpec={runSpec} />
        </div>
        <div>
          {predictions.length === 0 && <p className="muted">No prediction.</p>}
          {predictions.map((prediction, index) => (
            <Prediction key={index} view={prediction} trials={trials} schema={schema} />
          ))}
        </div>
      </div>
    </li>
  );
}

function Input({ view }: { view: InstanceView }) {
  const input = view.instance?.input;
  return (
    <>
      {input?.text && <p className="data-text">{input.text}</p>}
      {input?.messages && <Messages messages={input.messages} />}
      {input?.multimedia_content !== undefined && input.multimedia_content !== null && (
        <p className="muted">This input also has media, which are not shown.</p>
      )}
    </>
  );
}

function References({ view, runSpec }: { view: InstanceView; runSpec: RunSpec }) {
  const references = view.instance?.references ?? [];
  if (references.length === 0) return null;
  const adapter = runSpec.adapter_spec;
  const [first, ...others] = view.predictions;
  // With several train trials the choice differs between them; each prediction then says its own.
  const only = others.length === 0 ? first?.prediction : undefined;
  return (
    <>
      <h4>References</h4>
      <ul className="references">
        {references.map((reference, index) => {
          const correct = reference.tags.includes("correct");
          const letter = referenceLetter(adapter?.method, adapter?.reference_prefix, index);
          const chosen =
            only?.reference_index === index ||
            (letter !== null && Boolean(only?.mapped_output) && only?.mapped_output === reference.output.text);
          return (
            <li key={index} className={correct ? "correct" : undefined}>
              <span className="reference-mark" aria-hidden="true">
                {correct ? "✓" : ""}
              </span>
              <span className="data-text">
                {letter && <span className="reference-letter">{letter}. </span>}
                {reference.output.text}
              </span>
              {correct && <span className="tag tag-correct">correct</span>}
              {chosen && <span className="tag">chosen</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface PredictionProps {
  view: PredictionView;
  trials: number;
  schema: Schema | undefined;
}

function Prediction({ view, trials, schema }: PredictionProps) {
  const { prediction, request, correctness } = view;
  const text = prediction.truncated_predicted_text ?? prediction.predicted_text;
  const images = prediction.base64_images?.length ?? 0;
  return (
    <section className="prediction">
      <h4>
        Prediction {trials > 1 && <span className="chip">train trial {prediction.train_trial_index}</span>}
        <VerdictMark correctness={correctness} />
      </h4>
      {text === "" ? <p className="muted">The model answered nothing.</p> : <p className="data-text predicted">{text}</p>}
      {prediction.mapped_output !== null && prediction.mapped_output !== undefined && (
        <p className="mapped">
          <span className="muted">Mapped to</span> <span className="data-text">{prediction.mapped_output}</span>
        </p>
      )}
      {images > 0 && <p className="muted">{plural(images, "image")} in the answer, not shown.</p>}
      <Stats stats={prediction.stats} schema={schema} />
      {prediction.thinking_text && (
        <details className="disclosure">
          <summary>Thinking</summary>
          <Verbatim text={prediction.thinking_text} label="Thinking" />
        </details>
      )}
      {prediction.annotations && Object.keys(prediction.annotations).length > 0 && (
        <details className="disclosure">
          <summary>Annotations</summary>
          <Verbatim text={JSON.stringify(prediction.annotations, null, 2)} label="Annotations" />
        </details>
      )}
      {request && <Prompt request={request} />}
    </section>
  );
}

function Stats({ stats, schema }: { stats: Partial<Record<string, number>>; schema: Schema | undefined }) {
  const described = new Map(schema?.metrics?.map((metric) => [metric.name, metric.description ?? undefined]));
  const entries = Object.entries(stats).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return (
    <Details
      className="stat-list"
      items={entries.map(([name, value]) => [
        <span key={name} title={described.get(name)}>
          {name}
        </span>,
        <span key={name} title={String(value)}>
          {formatNumber(value)}
        </span>,
      ])}
    />
  );
}

function Prompt({ request }: { request: NonNullable<PredictionView["request"]> }) {
  const { prompt, messages, ...settings } = request;
  return (
    <details className="disclosure prompt">
      <summary>Prompt</summary>
      {messages ? <Messages messages={messages} /> : <Verbatim text={prompt ?? ""} label="Exact prompt" />}
      <Details
        className="fields"
        items={Object.entries(settings).map(([name, value]) => [
          <code key={name}>{name}</code>,
          <JsonValue key={name} value={value} />,
        ])}
      />
    </details>
  );
}

function Messages({ messages }: { messages: Message[] }) {
  return messages.map((message, index) => (
    <div key={index} className="message">
      <h5>{message.role}</h5>
      <Verbatim
        text={typeof message.content === "string" ? message.content : JSON.stringify(message.content, null, 2)}
        label={`Message of ${message.role}`}
      />
    </div>
  ));
}
