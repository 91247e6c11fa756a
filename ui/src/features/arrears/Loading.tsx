import { Skeleton } from "@mantine/core";
import { useWords } from "@/shared/words";

/** Stands where figures will be, so that nothing jumps when they come. */
export function Loading({ height }: { height: string }) {
  const t = useWords("shared");
  return (
    <div role="status" aria-busy="true" aria-label={t("loading")}>
      <Skeleton height={height} radius="lg" />
    </div>
  );
}
