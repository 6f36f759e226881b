/** Ids are uuid v7 texts. Only the workspace id is branded: it is the tenancy wall (minted in `access`). */
export type Id = string;

declare const workspaceBrand: unique symbol;
export type WorkspaceId = string & { readonly [workspaceBrand]: true };

/** Something that gives new ids; core takes it as an argument, so that tests and the floor can name theirs. */
export type NewId = () => Id;
