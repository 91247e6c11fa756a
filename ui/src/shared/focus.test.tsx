import { Button, MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { useEffect, useState } from "react";
import { expect, test } from "vitest";
import { focusInFront } from "./focus";
import { Sheet } from "./Sheet";

function Bill({ after }: { after: number | null }) {
  const [there, setThere] = useState(after === null);
  useEffect(() => {
    if (after === null) return;
    const timer = window.setTimeout(() => setThere(true), after);
    return () => window.clearTimeout(timer);
  }, [after]);
  return (
    <Sheet opened onClose={() => {}} title="Bill">
      <Button>Save</Button>
      {there && <Button ref={focusInFront}>Open</Button>}
    </Sheet>
  );
}

/** Longer than a sheet takes to look for what it gives the focus to. */
const settled = () => new Promise((done) => setTimeout(done, 100));

test.each([
  ["at once", null],
  ["with the sheet's own look for a focus", 0],
  ["long after the sheet", 50],
])("what comes %s has the focus and keeps it", async (_, after) => {
  render(<Bill after={after} />, { wrapper: MantineProvider });
  const open = await screen.findByText("Open");
  await settled();
  expect(document.activeElement?.contains(open)).toBe(true);
  expect(document.activeElement?.tagName).toBe("BUTTON");
});
