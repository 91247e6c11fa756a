import { Modal, type ModalProps } from "@mantine/core";
import { HotkeyLayer } from "./hotkeys";
import { useWords } from "./words";

/** A dialog in front: its keys answer, those behind it rest, and Esc goes back. */
export function Sheet({ children, ...rest }: ModalProps) {
  const t = useWords("shared");
  return (
    <Modal attributes={{ header: { role: "presentation" } }} closeButtonProps={{ "aria-label": t("close") }} {...rest}>
      <HotkeyLayer going={!rest.opened}>{children}</HotkeyLayer>
    </Modal>
  );
}
