CREATE TABLE category (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES category (id)
);

CREATE TABLE customer (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL UNIQUE,
    country    TEXT NOT NULL,
    note       TEXT,
    newsletter BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE product (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    category_id INTEGER NOT NULL REFERENCES category (id),
    name        TEXT NOT NULL,
    price       DECIMAL(10, 2) NOT NULL CHECK (price > 0)
);

CREATE TABLE purchase (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    ordered_at  TIMESTAMP NOT NULL,
    shipped_at  TIMESTAMP
);

CREATE TABLE purchase_line (
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,
    line        INTEGER NOT NULL,
    product_id  INTEGER NOT NULL REFERENCES product (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    price       DECIMAL(10, 2) NOT NULL,
    PRIMARY KEY (purchase_id, line)
);
