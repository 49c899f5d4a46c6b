using System.Collections;
using CallCenter.Core.Kpis;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Fills messages of the contract at random: mostly with what the server knows, so that cases reach its depths.</summary>
internal static class RandomMessage
{
    private const int DepthMax = 6;

    private static readonly long[] Numbers = [0, 1, -1, 2, 59, 1_000, 1L << 53, int.MaxValue, int.MinValue, long.MaxValue,
        long.MinValue];
    private static readonly double[] Fractions = [0, -0.0, 1, -1, 0.1, double.NaN, double.PositiveInfinity, double.MaxValue,
        double.Epsilon];

    private static readonly string[] Dimensions =
    [
        "queue", "agent", "team", "channel", "direction", "customer_tier", "issue_type", "complexity", "seniority", "reason", "source",
        "customer_segment", "priority", "language", "tag.t",
    ];

    /// <summary>Texts that mean something, by the name of their field.</summary>
    private static readonly Dictionary<string, Func<Random, string>> Known = new(StringComparer.Ordinal)
    {
        ["source"] = random => $"fuzz-{random.Next(4)}",
        ["visit_id"] = random => $"v{random.Next(200)}",
        ["agent"] = random => $"a{random.Next(20)}",
        ["queue"] = random => $"q{random.Next(10)}",
        ["id"] = Kpi,
        ["variant"] = random => Mutations.Pick(random, Mutations.Pick(random, KpiCatalog.All).Variants).Id,
        ["spec"] = random => $"{Kpi(random)}@{random.Next(1, 200)}s",
        ["dimension"] = random => Mutations.Pick(random, Dimensions),
        ["group_by"] = random => Mutations.Pick(random, Dimensions),
        ["contact_id"] = PlausibleMessage.ContactId,
        ["values"] = random => $"q{random.Next(10)}",
        ["time_zone"] = _ => "Asia/Kolkata",
        ["since_midnight"] = _ => "Europe/London",
        ["service"] = _ => "callcenter.v1.IngestService",
        ["file_by_filename"] = _ => "callcenter/v1/kpi.proto",
        ["file_containing_symbol"] = _ => "callcenter.v1.Event",
    };

    private static readonly Dictionary<MessageDescriptor, Func<Random, IMessage>> Plausible = new()
    {
        [Selector.Descriptor] = PlausibleMessage.Selector,
        [ForgetContactRequest.Descriptor] = PlausibleMessage.Forget,
        [PublishRequest.Descriptor] = PlausibleMessage.Visit,
    };

    public static string Kpi(Random random) => Mutations.Pick(random, KpiCatalog.All).Id;

    public static string Dimension(Random random) => Mutations.Pick(random, Dimensions);

    /// <summary>A message with about two thirds of its fields; half of the selectors, erasures and publications are plausible.</summary>
    public static IMessage Of(Random random, MessageDescriptor type) => Of(random, type, 0);

    private static IMessage Of(Random random, MessageDescriptor type, int depth)
    {
        if (random.Next(2) == 0 && Plausible.TryGetValue(type, out var make)) return make(random);
        var message = type.Parser.ParseFrom(ByteString.Empty);
        if (message is Timestamp time) return TimeNear(random, time);
        if (message is Duration duration) return Span(random, duration);
        var chosen = type.Oneofs.Where(o => !o.IsSynthetic)
            .Select(o => Mutations.Pick(random, (IReadOnlyList<FieldDescriptor>)o.Fields)).ToHashSet();
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            var isOneof = field.RealContainingOneof is not null;
            if (isOneof ? !chosen.Contains(field) : random.Next(3) == 0) continue;
            if (field.FieldType == FieldType.Message && depth == DepthMax) continue;
            Fill(random, message, field, depth);
        }
        return message;
    }

    private static void Fill(Random random, IMessage message, FieldDescriptor field, int depth)
    {
        if (field.IsMap) FillMap(random, (IDictionary)field.Accessor.GetValue(message));
        else if (!field.IsRepeated) field.Accessor.SetValue(message, ValueOf(random, field, depth));
        else FillList(random, (IList)field.Accessor.GetValue(message), field, depth);
    }

    private static void FillMap(Random random, IDictionary map)
    {
        if (map is not IDictionary<string, string> texts) return;
        for (var count = random.Next(4); count > 0; count--) texts[Text(random, "tag")] = Text(random, "tag");
    }

    private static void FillList(Random random, IList list, FieldDescriptor field, int depth)
    {
        var count = random.Next(50) == 0 ? random.Next(300) : random.Next(5);
        for (; count > 0; count--) list.Add(ValueOf(random, field, depth));
    }

    private static object ValueOf(Random random, FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.String => Text(random, field.Name),
        FieldType.Bytes => ByteString.CopyFrom(Mutations.Noise(random, 80)),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Double => Mutations.Pick(random, Fractions),
        FieldType.Float => (float)Mutations.Pick(random, Fractions),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, random.Next(8) == 0 ? (int)Number(random) : random.Next(8)),
        FieldType.Message => Of(random, field.MessageType, depth + 1),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Number(random),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Number(random),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Number(random),
        _ => (int)Number(random),
    };

    private static string Text(Random random, string field)
        => random.Next(10) == 0 ? Mutations.NastyText(random)
            : Known.TryGetValue(field, out var make) ? make(random)
            : $"{field}-{random.Next(5)}";

    // Sequences mostly go on where they are: a small number often does.
    private static long Number(Random random) => random.Next(3) == 0 ? Mutations.Pick(random, Numbers) : random.Next(1, 20);

    private static Timestamp TimeNear(Random random, Timestamp time)
    {
        var isNear = random.Next(5) > 0;
        time.Seconds = isNear ? DateTimeOffset.UtcNow.ToUnixTimeSeconds() - random.Next(-10, 600) : Mutations.Pick(random, Numbers);
        time.Nanos = isNear ? random.Next(1_000_000_000) : (int)Mutations.Pick(random, Numbers);
        return time;
    }

    private static Duration Span(Random random, Duration span)
    {
        var isUsual = random.Next(5) > 0;
        span.Seconds = isUsual ? Mutations.Pick(random, [0L, 1, 10, 20, 60, 900, 1800, 3600, 86_400]) : Mutations.Pick(random, Numbers);
        span.Nanos = isUsual ? 0 : (int)Mutations.Pick(random, Numbers);
        return span;
    }
}
