import {
  Badge,
  Button,
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Modal,
  Tooltip,
  type VariantColorsResolver,
} from "@mantine/core";
import { fontFamily } from "./fonts";

/** Deep teal: the one brand colour. Index 7 is #0f5f5a. */
const brand: MantineColorsTuple = [
  "#e4f3f0", "#cfe8e4", "#a3d5ce", "#73c1b8", "#4dc4b8",
  "#2b9a90", "#177c74", "#0f5f5a", "#0b4e4a", "#073a37",
];

/** The neutral scale, a breath of green so that it sits with the brand. */
const gray: MantineColorsTuple = [
  "#f8faf9", "#f2f5f4", "#e9eeec", "#dde4e1", "#c6d0cc",
  "#9aa8a3", "#6b7a75", "#525f5b", "#35403d", "#18211f",
];

const dark: MantineColorsTuple = [
  "#e6ecea", "#c9d2cf", "#a3aeab", "#7d8986", "#43504d",
  "#2c3835", "#202a28", "#171e1d", "#101615", "#0b100f",
];

/** Filled and tinted buttons take our own tokens, whose words are legible and whose edges are seen in each scheme. */
const colours: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  const name = input.color ?? input.theme.primaryColor;
  if (input.variant === "light" && name === "brand") {
    return { background: "var(--cf-brand-soft)", hover: "var(--cf-brand-faint)", color: "var(--cf-brand-text)", border: "1px solid var(--cf-brand)" };
  }
  if (input.variant !== "filled" || !["brand", "violet", "red"].includes(name)) return usual;
  const background = `var(--cf-${name})`;
  return {
    background,
    hover: `color-mix(in srgb, ${background} 88%, var(--cf-text))`,
    color: name === "brand" ? "var(--cf-on-brand)" : "var(--cf-panel)",
    border: "1px solid transparent",
  };
};

export const theme = createTheme({
  variantColorResolver: colours,
  primaryColor: "brand",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.38,
  colors: { brand, gray, dark },
  black: "#18211f",
  white: "#ffffff",
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'Noto Sans Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { radius: "md" } }),
    Badge: Badge.extend({ defaultProps: { radius: "sm", variant: "light" } }),
    Modal: Modal.extend({
      defaultProps: {
        radius: "lg",
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.45 },
      },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
});

/** Hands our own tokens (src/app/base.css) to Mantine's surfaces. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--cf-panel)",
    "--mantine-primary-color-contrast": "var(--cf-on-brand)",
    "--mantine-color-text": "var(--cf-text)",
    "--mantine-color-dimmed": "var(--cf-dim)",
    "--mantine-color-error": "var(--cf-red)",
    "--mantine-color-default": "var(--cf-panel)",
    "--mantine-color-default-hover": "var(--cf-hover)",
    "--mantine-color-default-border": "var(--cf-line-strong)",
    "--mantine-color-default-color": "var(--cf-text)",
    "--mantine-color-placeholder": "var(--cf-faint)",
  };
  return { variables: {}, light: shared, dark: shared };
};
