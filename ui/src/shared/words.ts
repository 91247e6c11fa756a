import i18next, { type Namespace } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { english } from "@/words";

/** The screens speak English; a catalogue folder in src/words and a line here add a language. */
export function startWords() {
  return i18next.use(initReactI18next).init({
    resources: { en: english },
    lng: "en",
    fallbackLng: "en",
    defaultNS: "shared",
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
    showSupportNotice: false,
  });
}

/** The words of one room, `const t = useWords("queue")`, and the shared ones as `t("shared:save")`. */
export function useWords<Room extends Namespace & keyof typeof english>(room: Room) {
  return useTranslation([room, "shared", "undo"]).t;
}
