import type { RequestState } from "../../api/types";
import { formatNumber, plural } from "../../lib/format";
import { Details, JsonValue, Verbatim } from "../details";
import { Messages } from "./messages";
import { TokenText } from "./token-text";

interface Props {
  request: RequestState;
  index: number;
  of: number;
}

/** One request: its prompt, the completions token by token, and how it was asked. */
export function RequestView({ request, index, of }: Props) {
  const { reference_index: reference, request_mode: mode, is_chosen: isChosen } = request;
  if (of === 1) return <RequestContent request={request} />;
  const name = [
    reference === null ? `Request ${index + 1}` : `Option ${reference + 1}`,
    mode !== null && mode !== "original" && mode,
    isChosen && "chosen",
  ];
  return (
    <details className="disclosure request" open={isChosen}>
      <summary>{name.filter(Boolean).join(", ")}</summary>
      <RequestContent request={request} />
    </details>
  );
}

function RequestContent({ request }: { request: RequestState }) {
  const { prompt, messages, completions, success, error, request_time: time, cached } = request;
  const settings = Object.entries(request.request).filter(([name]) => name !== "prompt" && name !== "messages");
  const facts = [
    plural(request.num_train_instances, "in-context example"),
    request.prompt_truncated && "prompt truncated to fit",
    time !== null && `${formatNumber(time)} s`,
    cached && "from the cache",
  ];
  return (
    <div className="request-content">
      {messages === null ? <Verbatim text={prompt} label="Prompt" /> : <Messages messages={messages} />}
      <p className="small muted">{facts.filter(Boolean).join(" · ")}</p>
      {!success && <p className="field-note data-text">The request failed: {error ?? "no reason is given"}</p>}
      {completions.map((completion, place) => (
        <TokenText key={place} completion={completion} number={completions.length > 1 ? place + 1 : null} />
      ))}
      <details className="disclosure">
        <summary>Request</summary>
        <Details
          className="fields"
          items={settings.map(([name, value]) => [<code key={name}>{name}</code>, <JsonValue key={name} value={value} />])}
        />
      </details>
    </div>
  );
}
