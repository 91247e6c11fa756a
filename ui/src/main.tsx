import "./app/reset.css";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/charts/styles.layer.css";
import "./app/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { setHost } from "./backend/host";
import { showAppearance } from "./shared/appearance";
import { startWords } from "./shared/words";

async function start() {
  showAppearance();
  if (import.meta.env.MODE === "fake") {
    const { fakeHost } = await import("./test/fake/host");
    setHost(fakeHost());
  } else {
    const { tauriHost } = await import("./backend/tauri");
    setHost(tauriHost);
  }
  await startWords();
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
}

void start();
