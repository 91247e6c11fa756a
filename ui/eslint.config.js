import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const literalWords = [
  {
    selector: "JSXText[value=/\\p{L}/u]",
    message: "Words live in src/words; use t().",
  },
  {
    selector:
      "JSXAttribute[name.name=/^(label|title|placeholder|description|aria-label|alt)$/] > Literal[value=/\\p{L}/u]",
    message: "Words live in src/words; use t().",
  },
];

const onlyTheDoorKnowsTauri = {
  group: ["@tauri-apps/*"],
  message: "Only src/backend/tauri.ts talks to the shell.",
};

export default tseslint.config(
  { ignores: ["dist", "dist-fake", "src/backend/generated"] },
  ...tseslint.configs.recommended,
  hooks.configs.flat["recommended-latest"],
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": ["error", ...literalWords],
      "no-restricted-imports": ["error", { patterns: [onlyTheDoorKnowsTauri] }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/features/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            onlyTheDoorKnowsTauri,
            { group: ["@/features/*", "@/features/**"], message: "Rooms do not import each other." },
            { group: ["@/app/*", "@/app/**"], message: "A room knows shared and backend only." },
            { regex: "^\\.\\./(\\.\\./)*[a-z-]+/", message: "Rooms do not import each other." },
          ],
        },
      ],
    },
  },
  { files: ["src/backend/tauri.ts"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/test/**", "src/**/*.test.*"], rules: { "no-restricted-syntax": "off" } },
);
