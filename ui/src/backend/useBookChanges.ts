import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { host } from "./host";

/** Another window or a worker changed the book: what it touched is looked up again. */
export function useBookChanges() {
  const client = useQueryClient();
  useEffect(
    () =>
      host().onBookChanged((views) => {
        if (views.length === 0) void client.invalidateQueries();
        for (const view of views) void client.invalidateQueries({ queryKey: [view] });
      }),
    [client],
  );
}
