/** The charts that a comparison can be seen as. */
export type ChartKind = 'boxes' | 'ecdf' | 'paired' | 'response' | 'front';
