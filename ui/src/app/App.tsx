import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type PropsWithChildren, useEffect, useState } from "react";
import { asCallError } from "@/backend/call";
import { useBookChanges } from "@/backend/useBookChanges";
import { showAppearance, useAppearance } from "@/shared/appearance";
import { useHotkeyListener } from "@/shared/hotkeys";
import { Door } from "./Door";
import { theme, variables } from "./theme";

/** Refusals are answers, not accidents: asking again gives the same one. */
function newQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: "always",
        refetchOnWindowFocus: false,
        retry: (times, error) => asCallError(error).code === "busy" && times < 3,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

export function Providers({ children }: PropsWithChildren) {
  const [client] = useState(newQueryClient);
  const { scheme } = useAppearance();
  return (
    <MantineProvider
      theme={theme}
      env={import.meta.env.MODE === "test" ? "test" : "default"}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      forceColorScheme={scheme === "auto" ? undefined : scheme}
    >
      <QueryClientProvider client={client}>
        {children}
        <Notifications position="bottom-right" limit={3} role="status" />
      </QueryClientProvider>
    </MantineProvider>
  );
}

export function App() {
  return (
    <Providers>
      <Window />
    </Providers>
  );
}

function Window() {
  useHotkeyListener();
  useBookChanges();
  useEffect(() => showAppearance(), []);
  return <Door />;
}
