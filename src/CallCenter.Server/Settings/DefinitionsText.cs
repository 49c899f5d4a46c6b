using System.Collections;
using CallCenter.Core.Identity;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace CallCenter.Server.Settings;

/// <summary>The text of a definitions file as options, and where in it each of them is.</summary>
internal sealed class DefinitionsText
{
    // Beyond any sense, and before a parser that calls itself has no stack left.
    private const int DepthMax = 32;

    private readonly Dictionary<string, Mark> _places = new(StringComparer.Ordinal);
    private readonly SettingErrors _names = new(DefinitionNames.Of);
    private readonly List<(Mark Place, string Text)> _errors = [];
    private readonly List<string> _misshapen = []; // Of another kind than it must be.

    private DefinitionsText(string text)
    {
        _places[SettingsReader.Root] = Mark.Empty;
        try
        {
            CheckForm(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1) Say(stream.Documents[1].RootNode, SettingsReader.Root, "has two documents; leave one");
            else if (stream.Documents.Count == 1 && !IsNothing(stream.Documents[0].RootNode))
                ReadRecord(stream.Documents[0].RootNode, Options, SettingsReader.Root);
        }
        catch (YamlException e)
        {
            var cause = (e.InnerException ?? e).Message.TrimEnd('.');
            Say(e.Start, SettingsReader.Root, $"is no YAML here: {char.ToLowerInvariant(cause[0])}{cause[1..]}");
        }
    }

    /// <summary>To be used when there are no errors.</summary>
    public SettingOptions Options { get; } = new();

    public static DefinitionsText Parse(string text) => new(text);

    /// <summary>All errors in the order of the file, each as LINE:COLUMN: what is wrong.</summary>
    /// <param name="check">Finds what is wrong in the options.</param>
    public IEnumerable<string> Errors(Action<SettingErrors> check)
    {
        var found = _names.Apart();
        check(found);
        // Where something is of the wrong kind, it is of no use to say that its content is wrong, too.
        return found.All.Where(error => !_misshapen.Exists(at => IsWithin(error.Path, at)))
            .Select(error => (Place: PlaceOf(error.Path), Text: found.TextOf(error)))
            .Concat(_errors).OrderBy(error => error.Place.Line).ThenBy(error => error.Place.Column)
            .Select(error => $"{error.Place.Line}:{error.Place.Column}: {error.Text}");
    }

    private static bool IsWithin(string path, string other) => path == other || path.StartsWith($"{other}:", StringComparison.Ordinal);

    // What is missing is missing where its parent is.
    private Mark PlaceOf(string path)
    {
        while (!_places.ContainsKey(path)) path = path[..path.LastIndexOf(':')];
        return _places[path];
    }

    private void ReadRecord(YamlNode node, object record, string path)
    {
        var known = SettingTypes.PropertiesOf(record.GetType()).ToDictionary(p => DefinitionNames.KeyOf(p.Name), StringComparer.Ordinal);
        foreach (var (key, value) in Entries(node, path))
        {
            if (known.TryGetValue(key.Value!, out var property))
            {
                var at = $"{path}:{property.Name}";
                _places[at] = value is YamlScalarNode && !IsNothing(value) ? value.Start : key.Start;
                if (Read(value, property.PropertyType, property.GetValue(record), at) is { } read) property.SetValue(record, read);
                continue;
            }
            var near = SimilarText.Nearest(key.Value!, known.Keys).First();
            var all = string.Join(", ", known.Keys.Order(StringComparer.Ordinal));
            var parent = path == SettingsReader.Root ? "" : $"{_names.NameOf(path)}.";
            _errors.Add((key.Start, $"{parent}{key.Value} is no setting; did you mean {near}? There are {all}."));
        }
    }

    /// <param name="present">What there is without the node; null: nothing.</param>
    /// <returns>Null: nothing can be read.</returns>
    private object? Read(YamlNode node, Type type, object? present, string path)
    {
        if (IsNothing(node)) return present;
        if (SettingTypes.IsText(type)) return ReadText(node, path);
        if (present is IList list) return ReadList(node, list, SettingTypes.ItemOf(type)!, path);
        present ??= Activator.CreateInstance(type)!;
        if (present is IDictionary dictionary) ReadDictionary(node, dictionary, SettingTypes.ItemOf(type)!, path);
        else ReadRecord(node, present, path);
        return present;
    }

    private string? ReadText(YamlNode node, string path)
    {
        if (node is YamlScalarNode { Value: { } text }) return text;
        Say(node, path, $"is {KindOf(node)}; write a single value");
        return null;
    }

    private IList ReadList(YamlNode node, IList list, Type item, string path)
    {
        if (node is not YamlSequenceNode sequence)
        {
            Say(node, path, $"is {KindOf(node)}; write a list, such as [{(node as YamlScalarNode)?.Value ?? "a, b"}]");
            return list;
        }
        for (var i = 0; i < sequence.Children.Count; i++)
        {
            var (child, at) = (sequence.Children[i], $"{path}:{i}");
            _places[at] = child.Start;
            if (IsNothing(child)) Say(child, at, "is empty; fill it in, or leave it out");
            // Indexes are those of the file, whatever is wrong in it.
            else list.Add(Read(child, item, null, at) ?? (SettingTypes.IsText(item) ? "" : Activator.CreateInstance(item)));
        }
        return list;
    }

    private void ReadDictionary(YamlNode node, IDictionary dictionary, Type item, string path)
    {
        foreach (var (key, value) in Entries(node, path))
        {
            var at = $"{path}:{key.Value}";
            _places[at] = value is YamlScalarNode && !IsNothing(value) ? value.Start : key.Start;
            if (IsNothing(value) && SettingTypes.IsText(item)) Say(key, at, "is empty; fill it in, or leave it out");
            else if (Read(value, item, null, at) is { } read) dictionary[key.Value!] = read;
            else if (!SettingTypes.IsText(item)) dictionary[key.Value!] = Activator.CreateInstance(item);
        }
    }

    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries(YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            Say(node, path, $"is {KindOf(node)}; write keys with values, such as 'key: value'");
            yield break;
        }
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: not null } name) yield return (name, value);
            else Say(key, path, "has a key that is no text");
        }
    }

    private void Say(YamlNode node, string path, string problem) => Say(node.Start, path, problem);

    private void Say(Mark place, string path, string problem)
    {
        _misshapen.Add(path);
        _errors.Add((place, _names.TextOf(new SettingError(path, problem))));
    }

    private static bool IsNothing(YamlNode node)
        => node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" };

    private static string KindOf(YamlNode node) => node switch
    {
        YamlSequenceNode => "a list",
        YamlMappingNode => "a group of keys",
        _ => "a single value",
    };

    // What the parser itself does not check, or not with a place.
    private static void CheckForm(string text)
    {
        var (parser, depth, anchors) = (new Parser(new StringReader(text)), 0, new HashSet<AnchorName>());
        while (MoveNext(parser))
        {
            var now = parser.Current!;
            depth += now.NestingIncrease;
            if (depth > DepthMax) throw new YamlException(now.Start, now.End, "it is nested too deeply");
            if (now is NodeEvent { Anchor.IsEmpty: false } node) anchors.Add(node.Anchor);
            if (now is AnchorAlias alias && !anchors.Contains(alias.Value))
                throw new YamlException(now.Start, now.End, $"there is no anchor &{alias.Value} before it");
        }
    }

    private static bool MoveNext(Parser parser)
    {
        var end = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException)
        {
            throw new YamlException(end, end, "what was opened with [ or { is not closed");
        }
    }
}
