package dev.restore.testing;

/**
 * What a merge promises on every database that has staging: a dialect's test class extends this one and says which database that is.
 */
public abstract class MergeContract extends DatabaseCase
        implements MergeMatchContract,
                MergeReferenceContract,
                MergeConductContract,
                MergeRefusalContract,
                MissingParentsContract,
                MergeDoubtContract,
                LoaddataContract,
                NaturalReferencesContract,
                GenericReferencesContract,
                GivenKeysContract,
                MergeRandomContract {}
