import type { ComponentChildren, HTMLAttributes } from "preact";

/** A table that scrolls sideways where it has no room, also by keyboard. */
export function ScrollTable({
  label,
  children,
  ...table
}: { label: string; children: ComponentChildren } & HTMLAttributes<HTMLTableElement>) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table {...table}>{children}</table>
    </div>
  );
}
