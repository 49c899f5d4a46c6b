import { remembered } from "./store.js";

export type Language = "en" | "zh-Hans";
export type Theme = "auto" | "dark" | "light";

const preferred: Language = navigator.languages
  .find((tag) => /^(en|zh)\b/i.test(tag))
  ?.toLowerCase()
  .startsWith("zh")
  ? "zh-Hans"
  : "en";

export const language = remembered<Language>("language", preferred, ["en", "zh-Hans"]);
export const theme = remembered<Theme>("theme", "auto", ["auto", "dark", "light"]);

/** Keeps the document in the language and theme chosen. */
export function followLook(): void {
  const show = () => {
    document.documentElement.lang = language.value;
    document.documentElement.dataset["theme"] = theme.value;
  };
  language.subscribe(show);
  theme.subscribe(show);
  show();
}

const isDark = (): boolean => theme.value === "dark" || (theme.value === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

export const switchTheme = (): void => {
  theme.value = isDark() ? "light" : "dark";
};

export const switchLanguage = (): void => {
  language.value = language.value === "en" ? "zh-Hans" : "en";
};
