using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>
/// Which level of blocks holds a slot, for a checkpoint made at some time: each slot is in exactly one block. A cut is the age at
/// which slots move to the next, coarser level, on the border of that level's blocks.
/// </summary>
public readonly record struct BlockCuts(uint FoldedAt)
{
    /// <summary>Slots before this moment are in no block of this level any more.</summary>
    public uint Of(int level)
    {
        var levels = SlotLadder.Levels;
        var coarser = level + 1 < levels.Length ? levels[level + 1].BlockLength : levels[level].BlockLength;
        var at = FoldedAt > levels[level].Kept ? FoldedAt - levels[level].Kept : 0;
        return at - at % coarser;
    }

    /// <summary>The block that holds this slot.</summary>
    public BlockKey BlockOf(uint slot)
    {
        var levels = SlotLadder.Levels;
        for (var level = 0; level < levels.Length; level++)
        {
            if (slot >= Of(level)) return new BlockKey(level, slot - slot % levels[level].BlockLength);
        }
        return new BlockKey(BlockKey.BaseLevel, 0);
    }

    /// <summary>Length and width of slots of a block; the base is one slot from 0 up to the last level's cut.</summary>
    public (uint Length, uint Width) ShapeOf(BlockKey key)
    {
        var levels = SlotLadder.Levels;
        if (key.Level != BlockKey.BaseLevel) return (levels[key.Level].BlockLength, levels[key.Level].Width);
        var cut = Math.Max(1, Of(levels.Length - 1));
        return (cut, cut);
    }
}
