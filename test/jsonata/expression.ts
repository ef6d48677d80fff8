import fc from 'fast-check';

const leaf = fc.constantFrom(
  ...[
    '1',
    '0',
    '-2',
    '2.5',
    '"x"',
    '""',
    'true',
    'false',
    'null',
    'n',
    's',
    'z',
    'list',
    'empty',
    'one',
    'nested',
  ],
  ...[
    'items',
    'items.name',
    'items.price',
    'items.tags',
    'items.part.id',
    'missing',
    '$',
    '*',
    '**',
    '[]',
    '{}',
    '$v',
    '$substring(?, 1)(s)',
  ],
);

const FORMS = [
  ...[
    '_[_]',
    '_[0]',
    '_[-1]',
    '_[]',
    '(_)._',
    '_.(_)',
    '_.[_]',
    '_.{"k": _}',
    '_{name: _}',
    '_{$string($): _}',
  ],
  ...[
    '[_, _]',
    '[_.._]',
    '{"a": _, "b": _}',
    '(_ ? _ : _)',
    '(_ ? _)',
    '($v := _; _)',
    '-(_)',
    '_^(_)',
    '_^(>_, <_)',
  ],
  ...[
    '_#$i[$i > 0]',
    '_@$w.($w)',
    'items.tags.(%.name)',
    'items.part[%.price > _].id',
    '(_).*',
    '_.name',
    '_.a',
  ],
  ...[
    '$sum(_)',
    '$count(_)',
    '$max(_)',
    '$average(_)',
    '$string(_)',
    '$boolean(_)',
    '$not(_)',
    '$exists(_)',
    '$keys(_)',
  ],
  ...[
    '$append(_, _)',
    '$reverse(_)',
    '$sort(_)',
    '$distinct(_)',
    '$zip(_, _)',
    '$merge(_)',
    '$spread(_)',
    '$type(_)',
  ],
  ...[
    '$lookup(_, "name")',
    '$number(_)',
    '$round(_, 1)',
    '$floor(_)',
    '$abs(_)',
    '$sqrt(_)',
    '$power(_, 2)',
    '$join(_, ",")',
  ],
  ...[
    '$map(_, function($v) { _ })',
    '$filter(_, function($v, $i) { _ })',
    '$reduce(_, function($a, $v) { _ })',
  ],
  ...[
    '$map(_, $string)',
    '$each(_, function($v, $k) { $k })',
    '$sift(_, function($v) { _ })',
    '$single(_, function($v) { _ })',
  ],
  ...[
    '_ ~> $string',
    '_ ~> $map(function($v) { _ })',
    '_ ~> |_|{"z": _}|',
    '_ ~> |_|{"z": _}, "name"|',
    '$substring(_, _)',
  ],
  ...[
    '$split(_, "t")',
    '$replace(_, "t", "u")',
    '$match(_, /[a-x]/)',
    '$contains(_, /t.?x/)',
    '$uppercase(_)',
    '$trim(_)',
  ],
  ...['function($v) { _ }(_)', 'function($v)<n-:n> { _ }(_)', '$pad(_, _, "ab")', '$formatBase(_, 2)'],
  ...[
    '$formatNumber(_, "#,##0.00")',
    '$formatInteger(_, "w")',
    '$fromMillis(_)',
    '$sort(_, function($l, $r) { $l > $r })',
  ],
];

/** Expressions of every operator, path step and function, most of which fail in one way or another. */
export const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const form = (text: string, count: number) =>
    fc.tuple(...Array.from({ length: count }, () => inner)).map((parts) => {
      let index = 0;
      return text.replace(/_/g, () => parts[index++] ?? '');
    });
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc
        .tuple(
          fc.constantFrom('+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', 'and', 'or', 'in'),
          inner,
          inner,
        )
        .map(([operator, left, right]) => `(${left} ${operator} ${right})`),
      ...FORMS.map((text) => form(text, text.split('_').length - 1)),
    ),
  };
});
