// Which rules are worth trying on which block, as cleaner/index.py tells, which says what is meant and is the reference; this is the fast way.
#pragma once
#include "anywhere.h"
#include "fold.h"

namespace cleaner {

/// Least and most words of a block, and the shapes it may have as bits; none where any will do.
struct Bound {
    int64_t least, most;
    uint64_t shapes;

    bool admits(int64_t words, uint64_t shape) const { return least <= words && words <= most && (!shapes || (shapes & shape)); }
};

inline uint64_t shape_bit(char letter) { return 1ull << (letter & 63); }

/// An entry of a rule's condition.
struct Entry {
    uint32_t rule, entry;
};

/// The rules that a string speaks for, and the bound of them all.
struct Owners {
    Bound bound;
    std::vector<Entry> own;
};

/// Strings of which a block must hold one; all are of one kind.
struct Need {
    enum Kind { BEGINS, ENDS, FIGURES, STANDS } kind;
    size_t figures;
    std::vector<Sought> strings;
    std::vector<Grams::Pair> grams;  // of each string
};

/// What a block must hold for the regexes of a rule: for each entry of its gate, or, where that is of literals, for any of them.
struct Needs {
    bool by_entry;
    std::vector<std::vector<uint32_t>> regexes;
};

/// An entry that no rare string speaks for, with the needs of the block.
struct Loose {
    Entry entry;
    std::vector<uint32_t> needs;
};

/// What some rules look for.
struct Gates {
    Ends whole, begin, end, near;
    Anywhere anywhere;
    int64_t tiers[Anywhere::TIERS - 1];  // most words of a block of each tier but the last
    std::vector<Owners> owners;
    std::vector<Bound> bounds;                                           // by rule
    std::vector<Needs> needs;                                            // by rule
    std::vector<Need> every_need;
    std::vector<Loose> loose;
    int64_t loose_words, closers_room;
    Letters closers;
    Folding folding;
};

/// The entries worth trying on one block after the other.
class Search {
   public:
    explicit Search(const Gates& gates) : gates_(gates), found_(gates.bounds.size()), known_(gates.every_need.size()) {}

    /// Call `offer` with each rule worth trying on a folded and composed block, and its entries.
    template <typename Offer>
    void block(string_view text, int64_t words, char letter, Offer offer) {
        padded_.set(text);
        text_ = text = padded_.text(), words_ = words, shape_ = shape_bit(letter), figures_ = -1, looked_ = false, serial_++;
        for (uint32_t rule : met_) found_[rule].clear();
        met_.clear();
        auto owned = [&](const String& string) { of(gates_.owners[string.owners]); };
        gates_.begin.begins(text, owned);
        gates_.end.ends(text, owned);
        auto [bare, taken] = stripped(text, gates_.closers);
        if (taken < gates_.closers_room) gates_.near.ends(bare, owned);
        gates_.whole.is(bare, owned);
        int tier = 0;
        while (tier < Anywhere::TIERS - 1 && words > gates_.tiers[tier]) tier++;
        gates_.anywhere.in(padded_, tier, [&](const String& string, size_t at) {
            if (!gates_.owners[string.owners].bound.admits(words_, shape_)) return;
            if ((string.marks & LEFT) && at && goes_on(letter_before(text, at))) return;
            if ((string.marks & RIGHT) && at + string.text.size() < text.size() && goes_on(letter_at(text, at + string.text.size()))) return;
            owned(string);
        });
        if (words <= gates_.loose_words)
            for (const Loose& own : gates_.loose)
                if (meets(own.needs)) add(own.entry);
        for (uint32_t rule : met_) {
            auto& entries = found_[rule];
            narrow(rule, entries);
            if (!entries.empty()) offer(rule, entries);
        }
    }

   private:
    void of(const Owners& owners) {
        if (owners.bound.admits(words_, shape_))
            for (const Entry& own : owners.own) add(own);
    }

    void add(const Entry& own) {
        if (!gates_.bounds[own.rule].admits(words_, shape_)) return;
        auto& entries = found_[own.rule];
        if (entries.empty()) met_.push_back(own.rule);
        if (std::find(entries.begin(), entries.end(), own.entry) == entries.end()) entries.push_back(own.entry);
    }

    void narrow(uint32_t rule, std::vector<uint32_t>& entries) {
        const Needs& needs = gates_.needs[rule];
        if (needs.by_entry)
            entries.erase(std::remove_if(entries.begin(), entries.end(), [&](uint32_t entry) { return !meets(needs.regexes[entry]); }), entries.end());
        else if (!needs.regexes.empty() && std::none_of(needs.regexes.begin(), needs.regexes.end(), [&](const auto& own) { return meets(own); }))
            entries.clear();
    }

    bool meets(const std::vector<uint32_t>& needs) {
        return std::all_of(needs.begin(), needs.end(), [&](uint32_t need) { return meets(need); });
    }

    bool meets(uint32_t number) {
        auto& [serial, answer] = known_[number];
        if (serial != serial_) serial = serial_, answer = holds(gates_.every_need[number]);
        return answer;
    }

    bool holds(const Need& need) {
        if (need.kind == Need::FIGURES) return figures() >= need.figures;
        if (need.kind == Need::STANDS) return stands(need);
        return std::any_of(need.strings.begin(), need.strings.end(), [&](const Sought& own) {
            return need.kind == Need::BEGINS ? begins(own.text()) : ends(own.text());
        });
    }

    bool stands(const Need& need) {
        if (!looked_) grams_.set(text_), looked_ = true;
        for (size_t i = 0; i < need.grams.size(); i++)
            if (grams_.may_hold(need.grams[i]) && need.strings[i].in(text_)) return true;
        return false;
    }

    /// Whether the block, with a line break before and behind it, begins with a string.
    bool begins(string_view own) const {
        own.remove_prefix(1);
        if (own.size() == text_.size() + 1) return own.back() == '\n' && own.substr(0, text_.size()) == text_;
        return own.size() <= text_.size() && text_.substr(0, own.size()) == own;
    }

    bool ends(string_view own) const {
        own.remove_suffix(1);
        return own.size() <= text_.size() && text_.substr(text_.size() - own.size()) == own;
    }

    /// How many runs of figures the block holds.
    size_t figures() {
        if (figures_ < 0) {
            figures_ = 0;
            bool before = false;
            for (char byte : text_) {
                bool figure = '0' <= byte && byte <= '9';
                figures_ += figure && !before;
                before = figure;
            }
        }
        return static_cast<size_t>(figures_);
    }

    const Gates& gates_;
    Padded padded_;
    string_view text_;
    int64_t words_ = 0, figures_ = -1;
    uint64_t shape_ = 0;
    uint64_t serial_ = 0;  // of 64 bits, for a process may see more blocks than 32 can number
    std::vector<std::vector<uint32_t>> found_;            // by rule, of this block
    std::vector<uint32_t> met_;                           // the rules that have any
    std::vector<std::pair<uint64_t, bool>> known_;        // by need the serial number of the last block that was asked, and its answer
    Grams grams_;
    bool looked_ = false;                                 // whether these are of this block
};

}  // namespace cleaner
