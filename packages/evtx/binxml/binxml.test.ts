import { describe, expect, test } from 'vitest';
import { type Content, element, sub, utf16, value } from '../test/binxml.ts';
import { readOne } from '../test/read-one.ts';
import { ARRAY, TYPE } from '../values/types.ts';

const optional = (index: number): Content => sub(index, TYPE.string, true);
const nothing = value(TYPE.null);
const list = { type: TYPE.string | ARRAY, bytes: utf16('a\0b\0').bytes };

describe('templates and substitutions', () => {
  const template = element(
    'Event',
    { xmlns: 'urn:e' },
    element(
      'System',
      {},
      element('Provider', { Name: 'P', Guid: optional(0) }),
      element('EventID', { Qualifiers: sub(1) }, sub(2)),
      element('Correlation', { ActivityID: optional(0) }),
    ),
    element('EventData', {}, element('Data', { Name: 'A' }, sub(3)), element('Data', { Name: 'B' }, sub(4))),
  );
  const record = readOne({
    template,
    values: [nothing, value(TYPE.uint16, 0, 64), value(TYPE.uint16, 7, 0), utf16('x'), utf16('')],
  });

  test('JSON in the shape of the samples', () => {
    expect(record.json()).toEqual({
      Event: {
        '#attributes': { xmlns: 'urn:e' },
        System: {
          Provider: { '#attributes': { Name: 'P' } },
          EventID: { '#attributes': { Qualifiers: 16_384 }, '#text': 7 },
          Correlation: null,
        },
        EventData: { A: 'x', B: '' },
      },
    });
  });

  test('XML', () => {
    expect(record.xml()).toBe(
      '<Event xmlns="urn:e"><System><Provider Name="P"/><EventID Qualifiers="16384">7</EventID><Correlation/></System>' +
        '<EventData><Data Name="A">x</Data><Data Name="B"></Data></EventData></Event>',
    );
  });

  test('a value that the instance does not have is null', () => {
    const short = readOne({ template: element('Event', {}, element('A', {}, sub(3))), values: [] });
    expect(short.json()).toEqual({ Event: { A: null } });
    expect(short.xml()).toBe('<Event><A></A></Event>');
  });
});

describe('optional substitutions (MS-EVEN6 3.1.4.7.2)', () => {
  test('leave out the attribute or element that encloses them when the value is null', () => {
    const record = readOne({
      template: element(
        'Event',
        { a: optional(0) },
        element('B', {}, optional(0)),
        element('C', { k: 'v' }, optional(0)),
        element('D', {}, optional(1)),
      ),
      values: [nothing, utf16('d')],
    });
    expect(record.xml()).toBe('<Event><D>d</D></Event>');
    expect(record.json()).toEqual({ Event: { D: 'd' } });
  });

  test('keep an empty string', () => {
    const record = readOne({
      template: element('E', { a: optional(0) }, element('B', {}, optional(0))),
      values: [utf16('')],
    });
    expect(record.xml()).toBe('<E a=""><B></B></E>');
    expect(record.json()).toEqual({ E: { '#attributes': { a: '' }, B: '' } });
  });
});

describe('records without a template', () => {
  const record = readOne(
    element(
      'Event',
      {},
      element(
        'System',
        {},
        element('EventID', {}, '1151'),
        element('Execution', { ProcessID: '8' }),
        element('Channel', {}, '7'),
      ),
      element('EventData', {}, element('Data', { Name: 'Level' }, '4'), element('Data', { Name: 'Empty' })),
    ),
  );

  test('are read, with the numbers of System as numbers', () => {
    expect(record.json()).toEqual({
      Event: {
        System: { EventID: 1151, Execution: { '#attributes': { ProcessID: 8 } }, Channel: '7' },
        EventData: { Level: '4', Empty: null },
      },
    });
    expect(record.xml()).toContain('<EventID>1151</EventID><Execution ProcessID="8"/>');
  });
});

describe('nested BinXML', () => {
  const inner = element('EventData', {}, element('Data', { Name: 'N' }, sub(0)));
  const outer = element('Event', {}, element('System', {}, element('Channel', {}, sub(1))), sub(0, TYPE.binXml));

  test('a template instance as a value', () => {
    const record = readOne({ template: outer, values: [{ template: inner, values: [utf16('deep')] }, utf16('S')] });
    expect(record.json()).toEqual({ Event: { System: { Channel: 'S' }, EventData: { N: 'deep' } } });
    expect(record.xml()).toContain('<EventData><Data Name="N">deep</Data></EventData>');
  });

  test('as the only content of an element', () => {
    const wrap = element('UserData', {}, sub(0, TYPE.binXml));
    const record = readOne({
      template: element('Event', {}, wrap),
      values: [{ template: element('Log', { v: sub(0) }), values: [utf16('1')] }],
    });
    expect(record.json()).toEqual({ Event: { UserData: { Log: { '#attributes': { v: '1' } } } } });
    expect(record.xml()).toBe('<Event><UserData><Log v="1"/></UserData></Event>');
  });

  test('an empty value is an empty element', () => {
    const record = readOne({ template: element('E', {}, element('U', {}, sub(0))), values: [value(TYPE.binXml)] });
    expect(record.json()).toEqual({ E: { U: null } });
  });
});

describe('JSON keys', () => {
  test('Data without a name makes a list', () => {
    const one = readOne(element('E', {}, element('D', {}, element('Data', {}, 'x'))));
    expect(one.json()).toEqual({ E: { D: { Data: { '#text': 'x' } } } });
    const nameless = readOne(element('E', {}, element('Data', { Name: '' }, 'x')));
    expect(nameless.json()).toEqual({ E: { Data: { '#text': 'x' } } });
    const three = readOne({
      template: element('E', {}, element('Data', {}, sub(0)), element('Data', {}, 'c')),
      values: [list],
    });
    expect(three.json()).toEqual({ E: { Data: { '#text': ['a', 'b', 'c'] } } });
    expect(three.xml()).toBe('<E><Data>a</Data><Data>b</Data><Data>c</Data></E>');
  });

  test('Data named by a value, or with more attributes', () => {
    const record = readOne({
      template: element(
        'E',
        {},
        element('Data', { Name: sub(0) }, 'v'),
        element('Data', { Name: 'T', Type: 't' }, 'w'),
      ),
      values: [utf16('Named')],
    });
    expect(record.json()).toEqual({ E: { Named: 'v', T: { '#attributes': { Type: 't' }, '#text': 'w' } } });
  });

  test('a name that comes again is numbered', () => {
    const record = readOne(element('E', {}, element('H', {}, '1'), element('H', {}, '2'), element('H', {}, '3')));
    expect(record.json()).toEqual({ E: { H: '1', H_1: '2', H_2: '3' } });
  });

  test('hostile names are data, not prototypes', () => {
    const names = ['__proto__', 'constructor', 'toString', '__proto__'];
    const record = readOne(element('E', {}, ...names.map((Name, i) => element('Data', { Name }, `${i}`))));
    const inside = (record.json() as { E: object }).E;
    expect(Object.entries(inside)).toEqual([
      ['__proto__', '0'],
      ['constructor', '1'],
      ['toString', '2'],
      ['__proto___1', '3'],
    ]);
    expect(Object.getPrototypeOf(inside)).toBe(Object.prototype);
    expect(JSON.stringify(inside)).toBe('{"__proto__":"0","constructor":"1","toString":"2","__proto___1":"3"}');
  });
});

describe('other content', () => {
  const mixed = element('E', { a: 'x"' }, 'A', { entity: 'amp' }, { char: 0x42 }, { cdata: '<c>' }, { entity: 'nbsp' });

  test('pieces are joined', () => {
    expect(readOne(mixed).json()).toEqual({ E: { '#attributes': { a: 'x"' }, '#text': 'A&B<c>&nbsp;' } });
    expect(readOne(mixed).xml()).toBe('<E a="x&quot;">A&amp;B&lt;c&gt;&amp;nbsp;</E>');
  });

  test('processing instructions are read past', () => {
    const record = readOne(element('E', {}, { instruction: 'p', data: 'd' }, element('X', {}, 'x')));
    expect(record.json()).toEqual({ E: { X: 'x' } });
  });

  test('an array in an element with attributes repeats the element in XML', () => {
    const record = readOne({
      template: element('E', {}, element('I', { k: sub(1) }, sub(0))),
      values: [list, utf16('"')],
    });
    expect(record.xml()).toBe('<E><I k="&quot;">a</I><I k="&quot;">b</I></E>');
    expect(record.json()).toEqual({ E: { I: { '#attributes': { k: '"' }, '#text': ['a', 'b'] } } });
  });

  test('names that XML forbids cannot open a tag', () => {
    expect(readOne(element('E><x y="', { 'a b': 'v' })).xml()).toBe('<E__x_y__ a_b="v"/>');
  });

  test('line ends and tabs survive a parser', () => {
    expect(readOne(element('E', { a: '\t\n' }, 'l\r\n')).xml()).toBe('<E a="&#9;&#10;">l&#13;\n</E>');
  });
});
