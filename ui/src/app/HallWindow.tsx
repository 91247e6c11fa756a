import { lazy, Suspense } from "react";

const Page = lazy(() => import("@/features/queue/HallPage"));

/** The second window, for the hall: numbers only, no rooms, no names. */
export function HallWindow() {
  return (
    <Suspense>
      <Page />
    </Suspense>
  );
}
