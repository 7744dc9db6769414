// The name of the query that says who works here.

/** Its key. */
export const ME_KEY = ['me']
