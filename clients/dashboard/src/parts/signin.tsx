import { switchLanguage, language } from "../state/look.js";
import { signIn } from "../state/session.js";
import { useStore } from "../state/store.js";
import { useSay } from "../text/text.js";

/** Asks for a key. */
export function SignIn({ failure }: { failure?: string }) {
  const say = useSay();
  const enter = (event: SubmitEvent) => {
    event.preventDefault();
    signIn(String(new FormData(event.currentTarget as HTMLFormElement).get("key") ?? ""));
  };
  return (
    <main class="signin">
      <form onSubmit={enter}>
        <h1>{say("signIn")}</h1>
        <p class="dim">{say("signInHelp")}</p>
        <label>
          {say("key")} <input name="key" type="password" required autofocus autocomplete="off" spellcheck={false} />
        </label>
        {failure && (
          <p class="act" role="alert">
            ■ {say("keyRefused", { failure })}
          </p>
        )}
        <button class="primary">{say("enter")}</button>
        <button class="plain" type="button" onClick={switchLanguage}>
          {useStore(language) === "en" ? "中文" : "EN"}
        </button>
      </form>
    </main>
  );
}

/** Before the first answer of the server. */
export function Waiting({ failure }: { failure?: string }) {
  const say = useSay();
  return (
    <main class="signin">
      <p role="status">{failure ? say("serverAway", { failure }) : say("connecting")}</p>
    </main>
  );
}
