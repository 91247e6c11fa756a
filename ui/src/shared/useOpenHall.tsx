import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { Refusal } from "./Refusal";
import { useWords } from "./words";

/** Opens the hall's window. Whoever asked may be on another screen by the time it fails, so it is told in the corner. */
export function useOpenHall() {
  const t = useWords("shared");
  return useMutation({
    mutationFn: () => asked(host().openHall()),
    onError: (error) => {
      notifications.show({
        // What is in it is the alert.
        role: "presentation",
        message: <Refusal error={error} />,
        autoClose: false,
        withBorder: true,
        closeButtonProps: { "aria-label": t("close") },
      });
    },
  });
}
