import { useState } from "react";
import { exportTable, FORMAT_NAMES, FORMATS, type ExportedTable, type Format } from "../lib/export-table";
import { Menu } from "./menu";

interface Props {
  /** Called when a format is chosen, so that large tables are only built then. */
  table: () => ExportedTable;
  /** The name of downloaded files, without what follows the dot. */
  fileName: string;
}

/** Copies or downloads a table as text. */
export function ExportMenu({ table, fileName }: Props) {
  const [said, setSaid] = useState("");
  const copy = async (format: Format) => {
    try {
      await navigator.clipboard.writeText(exportTable(table(), format));
      setSaid(`Copied as ${FORMAT_NAMES[format].name}.`);
    } catch {
      setSaid("The browser does not let this page copy; download the file instead.");
    }
  };
  return (
    <Menu label="Export">
      {FORMATS.map((format) => (
        <div key={format} className="menu-row">
          <span>{FORMAT_NAMES[format].name}</span>
          <span className="nowrap">
            <button type="button" className="button" aria-label={`Copy as ${FORMAT_NAMES[format].name}`} onClick={() => void copy(format)}>
              Copy
            </button>
            <button
              type="button"
              className="button"
              aria-label={`Download as ${FORMAT_NAMES[format].name}`}
              onClick={() => {
                download(table(), format, fileName);
                setSaid(`Downloaded as ${FORMAT_NAMES[format].name}.`);
              }}
            >
              Download
            </button>
          </span>
        </div>
      ))}
      <p role="status" className="muted">
        {said}
      </p>
    </Menu>
  );
}

function download(table: ExportedTable, format: Format, fileName: string) {
  const { extension, type } = FORMAT_NAMES[format];
  const url = URL.createObjectURL(new Blob([exportTable(table, format)], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${fileName.replace(/[^\w.-]+/g, "_")}.${extension}`;
  link.click();
  URL.revokeObjectURL(url);
}
