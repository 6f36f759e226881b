import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "#web/shared/queries.ts";
import { knowRoutes } from "#web/shared/known-routes.ts";
import { startTexts } from "#web/shared/texts.tsx";
import { applyTheme } from "#web/shared/theme.ts";
import { applyComfort } from "./comfort.ts";
import { Floor } from "./floor.tsx";
import { keepShell } from "./offline/keep-shell.ts";
import { startOutbox } from "./outbox/page-outbox.ts";
import { floorRoutes } from "./route-map.ts";
import { hearServerTime } from "./server-clock.ts";
import { ScreenFailed } from "./shell/screen-failed.tsx";
import { loadTexts } from "./texts.ts";

applyTheme();
applyComfort();
knowRoutes(floorRoutes);
const queries = createQueries();
hearServerTime(queries);

const place = document.getElementById("root");
if (place === null) throw new Error("The page has no #root");
await Promise.all([startTexts(loadTexts), startOutbox(queries)]);
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ScreenFailed>
        <Floor />
      </ScreenFailed>
    </QueryClientProvider>
  </StrictMode>,
);
keepShell();
