/** AWS's service model, as far as it is read here. */
export interface Model {
  readonly operations: {
    readonly [name: string]: {
      readonly input?: Reference;
      readonly output?: Reference;
      readonly errors?: readonly Reference[];
    };
  };
  readonly shapes: { readonly [name: string]: Shape };
}

interface Reference {
  readonly shape: string;
}

export interface Shape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'long'
    | 'float'
    | 'boolean'
    | 'timestamp';
  readonly members?: { readonly [name: string]: Reference };
  readonly required?: readonly string[];
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly sensitive?: boolean;
  readonly exception?: boolean;
}

export function shapeOf(model: Model, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}
