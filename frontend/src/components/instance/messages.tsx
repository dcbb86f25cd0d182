import { Verbatim } from "../details";

/** A conversation, message by message. */
export function Messages({ messages }: { messages: { role?: unknown; content?: unknown }[] }) {
  return messages.map(({ role, content }, index) => {
    const name = typeof role === "string" ? role : `message ${index + 1}`;
    return (
      <div key={index} className="message">
        <h5>{name}</h5>
        <Verbatim
          text={typeof content === "string" ? content : JSON.stringify(content, null, 2)}
          label={`Message of ${name}`}
        />
      </div>
    );
  });
}
