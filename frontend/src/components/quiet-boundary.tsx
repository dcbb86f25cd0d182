import { Component, type ReactNode } from "react";

/** Leaves out a part that fails; for ornaments whose failure the page itself reports. */
export class QuietBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
