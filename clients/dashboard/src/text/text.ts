import { useMemo } from "preact/hooks";
import { language } from "../state/look.js";
import { useStore } from "../state/store.js";
import { en, type Word } from "./en.js";
import { zh } from "./zh.js";

/** Words in the reader's language, with {names} filled in. */
export type Say = (word: Word, parts?: Readonly<Record<string, string | number>>) => string;

/** The words of a component, which is drawn again when the language changes. */
export function useSay(): Say {
  const words = useStore(language) === "en" ? en : zh;
  return useMemo(
    () =>
      (word, parts = {}) =>
        words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole)),
    [words],
  );
}

/** The text of a map by language. */
export const titleOf = (titles: Readonly<Record<string, string>>, fallback: string): string =>
  titles[language.value] ?? titles["en"] ?? fallback;
