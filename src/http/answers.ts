// Answers that are built field by field are sent unchecked: checking and copying each by its schema
// would be a seventh of the time of sending a message. Tests hold them to their schemas.
import type { AnyElysia } from 'elysia';

/** What is done with the routes before they serve. */
export type Prepare = (routes: AnyElysia) => AnyElysia;

/** Those routes whose operation is `writtenOut`. */
export const writtenRoutes = (routes: AnyElysia) =>
  routes.routes.filter(({ hooks }) => hooks.detail?.['x-written-out'] === true);

/** The routes that /docs describes are separate ones, and keep their schemas. */
export const trustAnswers: Prepare = (routes) => {
  for (const { hooks } of writtenRoutes(routes)) delete hooks.response;
  return routes;
};
