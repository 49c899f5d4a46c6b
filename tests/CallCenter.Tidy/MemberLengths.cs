using System.Text.RegularExpressions;

namespace CallCenter.Tidy;

/// <summary>A method, constructor or property of a type, with the lines it takes from its first word to its end.</summary>
internal sealed record Member(string Header, int Line, int Length);

/// <summary>Finds the members of the types in C# text by their braces; tables (fields with an initializer) do not count.</summary>
internal static partial class MemberLengths
{
    public static IReadOnlyList<Member> Of(string text)
    {
        var code = CSharpCode.Blank(text);
        var members = new List<Member>();
        var blocks = new Stack<bool>(); // Whether the block is the body of a type.
        var depth = 0; // Of round and square brackets.
        var start = 0;
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] is '(' or '[') depth++;
            if (code[i] is ')' or ']') depth--;
            var inType = blocks.Count > 0 && blocks.Peek();
            if (code[i] == '{')
            {
                blocks.Push(depth == 0 && (blocks.Count == 0 || inType) && TypeHeader().IsMatch(code[start..i]));
                if (blocks.Peek()) start = i + 1;
            }
            if (code[i] == '}' && blocks.TryPop(out var wasType) && (wasType || (blocks.TryPeek(out var around) && around && depth == 0)))
            {
                if (!wasType && !EndsLater(code, i)) Add(members, code, start, i);
                if (wasType || !EndsLater(code, i)) start = i + 1;
            }
            if (code[i] == ';' && depth == 0 && (blocks.Count == 0 || inType))
            {
                if (inType) Add(members, code, start, i);
                start = i + 1;
            }
        }
        return members;
    }

    [GeneratedRegex(@"\b(class|struct|interface|record|enum)\b[^=;]*$|\bnamespace\b[^;]*$")]
    private static partial Regex TypeHeader();

    // A block that a statement goes on after: an initializer, or a lambda in an expression body.
    private static bool EndsLater(string code, int brace)
    {
        var next = code.AsSpan(brace + 1).TrimStart();
        return next.Length > 0 && next[0] is (';' or '.' or ',' or ')' or '=');
    }

    private static void Add(List<Member> members, string code, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(code[start])) start++;
        var header = code[start..end];
        var opens = header.IndexOfAny(['(', '{']);
        var assigned = header.IndexOf('=');
        if (assigned >= 0 && (opens < 0 || assigned < opens) && !header[assigned..].StartsWith("=>", StringComparison.Ordinal)) return;
        var line = 1 + code.AsSpan(0, start).Count('\n');
        members.Add(new Member(header.Split('\n')[0].Trim(), line, 1 + header.AsSpan().Count('\n')));
    }
}
