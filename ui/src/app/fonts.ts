/* Names are shown in every script that papers are printed in; a font is loaded when a letter of it is. */
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/noto-sans-kannada/wght.css";
import "@fontsource-variable/noto-sans-devanagari/wght.css";
import "@fontsource-variable/noto-sans-tamil/wght.css";
import "@fontsource-variable/noto-sans-malayalam/wght.css";
import "@fontsource-variable/noto-sans-telugu/wght.css";
import "@fontsource-variable/noto-sans-bengali/wght.css";
import "@fontsource-variable/noto-sans-gujarati/wght.css";
import "@fontsource-variable/noto-sans-gurmukhi/wght.css";
import "@fontsource-variable/noto-sans-arabic/wght.css";
import "@fontsource-variable/noto-sans-hebrew/wght.css";

const scripts = [
  "Kannada",
  "Devanagari",
  "Tamil",
  "Malayalam",
  "Telugu",
  "Bengali",
  "Gujarati",
  "Gurmukhi",
  "Arabic",
  "Hebrew",
];

/** Latin first; what it has no letter for, the others have. */
export const fontFamily = [
  '"Inter Variable"',
  ...scripts.map((script) => `"Noto Sans ${script} Variable"`),
  '"Noto Sans"',
  "system-ui",
  "sans-serif",
].join(", ");
