CREATE TABLE roles (
    id ${id},
    name VARCHAR(40) NOT NULL UNIQUE
);
CREATE TABLE users (
    id ${id},
    login VARCHAR(40) NOT NULL UNIQUE,
    full_name VARCHAR(80) NOT NULL,
    invited_by BIGINT REFERENCES users (id)
);
CREATE TABLE user_roles (
    user_id BIGINT NOT NULL REFERENCES users (id),
    role_id BIGINT NOT NULL REFERENCES roles (id),
    PRIMARY KEY (user_id, role_id)
);
CREATE TABLE workflows (
    id ${id},
    name VARCHAR(80) NOT NULL UNIQUE,
    owner_id BIGINT NOT NULL REFERENCES users (id)
);
CREATE TABLE transitions (
    id ${id},
    workflow_id BIGINT NOT NULL REFERENCES workflows (id),
    from_state VARCHAR(40) NOT NULL,
    to_state VARCHAR(40) NOT NULL,
    role_id BIGINT NOT NULL REFERENCES roles (id),
    UNIQUE (workflow_id, from_state, to_state)
);
CREATE TABLE documents (
    id ${uuid} PRIMARY KEY,
    title VARCHAR(200) NOT NULL UNIQUE,
    owner_id BIGINT NOT NULL REFERENCES users (id),
    workflow_id BIGINT REFERENCES workflows (id)
);
CREATE TABLE reviewers (
    document_id ${uuid} NOT NULL REFERENCES documents (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (document_id, user_id)
);
CREATE TABLE attachments (
    id ${uuid} PRIMARY KEY,
    document_id ${uuid} NOT NULL REFERENCES documents (id),
    file_name VARCHAR(200) NOT NULL,
    uploaded_by BIGINT NOT NULL REFERENCES users (id),
    content ${bytes} NOT NULL,
    UNIQUE (document_id, file_name)
);
