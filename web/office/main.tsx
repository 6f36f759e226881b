import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type AnyRoute, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { knowRoutes } from "#web/shared/known-routes.ts";
import { askAhead } from "#web/shared/queries.ts";
import { routeMap } from "#web/shared/route-map.ts";
import { startTexts } from "#web/shared/texts.tsx";
import { useTheme } from "#web/shared/theme.ts";
import { mantineTheme } from "./mantine-theme.ts";
import { queries } from "./queries.ts";
import { router } from "./router.tsx";
import { Toaster } from "./shell/toaster.tsx";
import { loadTexts } from "./texts.ts";

function Office() {
  const { shown } = useTheme();
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={shown}
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toaster />
      </QueryClientProvider>
    </MantineProvider>
  );
}

knowRoutes(routeMap);
const place = document.getElementById("root");
if (place === null) throw new Error("The page has no #root");
const texts = startTexts(loadTexts);
// Who is there, and the script of the first screen, come while the texts do.
askAhead(queries, "showWorkspace", {});
const routes: Readonly<Record<string, AnyRoute | undefined>> = router.routesById;
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  const route = routes[String(routeId)];
  if (route !== undefined) void router.loadRouteChunk(route);
}
await texts;
createRoot(place).render(
  <StrictMode>
    <Office />
  </StrictMode>,
);
