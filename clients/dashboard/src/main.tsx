import { render } from "preact";
import { SessionContext, TargetsContext } from "./parts/shown.js";
import { Explain } from "./parts/explain.js";
import { Frame } from "./parts/frame.js";
import { SignIn, Waiting } from "./parts/signin.js";
import { pages } from "./pages/pages.js";
import { followLook } from "./state/look.js";
import { type PageName, route } from "./state/route.js";
import { useAlertStream } from "./state/alerts.js";
import { useTargetList } from "./state/directory.js";
import { entry, hasKey, open, type Session } from "./state/session.js";
import { useStore } from "./state/store.js";

function App() {
  const at = useStore(entry);
  const { page } = useStore(route);
  if (at.state === "keyless") return <SignIn {...(at.failure ? { failure: at.failure } : {})} />;
  if (at.state === "opening") return <Waiting {...(at.failure ? { failure: at.failure } : {})} />;
  return (
    <SessionContext.Provider value={at.session}>
      <Open session={at.session} page={page} />
    </SessionContext.Provider>
  );
}

function Open({ session, page }: { session: Session; page: PageName }) {
  const Page = pages[page];
  useAlertStream(session);
  return (
    <TargetsContext.Provider value={useTargetList(session)}>
      {page === "wallboard" ? (
        <Page key={page} />
      ) : (
        <Frame hasKey={hasKey()}>
          <Page key={page} />
        </Frame>
      )}
      <Explain />
    </TargetsContext.Provider>
  );
}

export type Pages = Readonly<Record<PageName, () => preact.JSX.Element | null>>;

followLook();
void open();
render(<App />, document.getElementById("page") as HTMLElement);
